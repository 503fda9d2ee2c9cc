import { InvalidArgumentError, Option } from 'commander';

/** The option that names a member. */
export interface MemberOption {
  readonly member?: string | undefined;
}

/** Creates the option that names a member. */
export function createMemberOption(description: string): Option {
  return new Option('--member <id>', description).argParser(createIdParser('member'));
}

/** Creates a parser of Discord ids that throws if the argument is not one. */
function createIdParser(what: string): (id: string) => string {
  return id => {
    if (!/^\d{15,20}$/.test(id))
      throw new InvalidArgumentError(`this is not the id of a Discord ${what} (15 to 20 digits)`);
    return id;
  };
}

/** The option that names a server. */
export interface ServerOption {
  /** If absent, the command is about what all servers share. */
  readonly server?: string | undefined;
}

/** Creates the option that names a server. */
export function createServerOption(
  description = 'the articles of this Discord server (its id); by default, those that belong to everyone',
): Option {
  return new Option('--server <id>', description).argParser(createIdParser('server'));
}
