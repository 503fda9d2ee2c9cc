// Loaded into the program with `--import`: ends it as soon as it has reported that it is ready.
const { write } = process.stdout;
process.stdout.write = ((text: string) => {
  const isTaken = write.call(process.stdout, text);
  if (text.includes('Standfirst is ready')) process.kill(process.pid, 'SIGTERM');
  return isTaken;
}) as typeof write;
