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
export function createIdParser(what: string): (id: string) => string {
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
export function createServerOption(): Option {
  return new Option(
    '--server <id>',
    'the articles of this server (its Discord id); without it, those that belong to all',
  ).argParser((id: string) => {
    if (!/^\d{15,20}$/.test(id))
      throw new InvalidArgumentError('this is not the id of a Discord server (15 to 20 digits)');
    return id;
  });
}
