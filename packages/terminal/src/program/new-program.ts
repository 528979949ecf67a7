import { Command } from 'commander';

/** The command line of a program. Mistakes in it are thrown as commander's errors, with their message already printed. */
export function newProgram(
  name: string,
  description: string,
  commands: readonly ((program: Command) => void)[],
): Command {
  const program = new Command(name)
    .description(description)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, `${name}: `)) });
  for (const add of commands) add(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}
