// Given to the program by `--import`: it is asked to end as soon as it has said that it is ready.
const { write } = process.stdout;
process.stdout.write = ((text: string) => {
  const isTaken = write.call(process.stdout, text);
  if (text.includes('Standfirst is ready')) process.kill(process.pid, 'SIGTERM');
  return isTaken;
}) as typeof write;
