// Tells the parent how many microseconds of processor time this process has used.
process.on("message", ({ usage }) => {
  if (!usage) return;
  const { user, system } = process.cpuUsage();
  process.send({ microseconds: user + system });
});
