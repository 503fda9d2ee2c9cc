import ipaddr from 'ipaddr.js';

/** Public addresses at which cloud providers serve metadata to their own machines only. */
const METADATA_ADDRESSES = new Set(['168.63.129.16']);

/** The part of IPv6 from which public addresses are assigned (IANA's registry: 2000::/3). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** NAT64 with the well-known prefix (RFC 6052): the last 32 bits are the IPv4 address of the destination. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Whether an IP address belongs to the public internet. All special-purpose ranges are excluded: private,
 * loopback, link-local, shared, reserved, documentation, multicast, and IPv6 forms that embed an IPv4 address
 * (mapped, 6to4, Teredo, ISATAP, translated), except that NAT64 is judged by its embedded address. An invalid
 * address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv4 ? isPublicV4(parsed) : isPublicV6(parsed as ipaddr.IPv6);
}

function isPublicV4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && !METADATA_ADDRESSES.has(address.toString());
}

function isPublicV6(address: ipaddr.IPv6): boolean {
  if (address.match(NAT64)) return isPublicV4(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return address.match(GLOBAL_UNICAST) && address.range() === 'unicast' && !isIsatap(address);
}

/** ISATAP (RFC 5214): an interface id 0:5efe or 200:5efe before an IPv4 address. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;
}

/** Suffixes that no public server has: RFC 6761 and 6762, and those in use on home and company networks. */
const PRIVATE_SUFFIXES =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|test|invalid|onion|alt)$/;

/** Whether a hostname can belong to the public internet, before it is resolved. */
export function isPublicName(name: string): boolean {
  const bare = name.toLowerCase().replace(/\.$/, '');
  return bare.includes('.') && !PRIVATE_SUFFIXES.test(bare);
}

/** Ports no web server uses: the Fetch standard's "bad ports", then databases and remote control. */
const BLOCKED_PORTS = new Set(
  `0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179
  389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061
  6000 6566 6665 6666 6667 6668 6669 6679 6697 10080
  445 873 1433 1521 2181 2375 2376 2379 2380 3306 3389 5432 5672 5900 5984 5985 5986 6379 6443 8125 8500 9042 9092 9200 9300 10250 11211
  15672 26379 27017 27018 28017 50000`
    .split(/\s+/)
    .map(Number),
);

/** Whether a web server may listen on this port. */
export function isWebPort(port: number): boolean {
  return !BLOCKED_PORTS.has(port);
}

/** Whether a host is one of the domains or a subdomain of one. */
export function isInDomains(host: string, domains: readonly string[]): boolean {
  const bare = host.toLowerCase().replace(/\.$/, '');
  return domains.some(domain => bare === domain || bare.endsWith(`.${domain}`));
}
