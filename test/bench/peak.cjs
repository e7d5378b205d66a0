// Preloaded into what is measured: tells its peak memory and its processor time when it ends, on file descriptor 3.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ maxRSS, cpu: (userCPUTime + systemCPUTime) / 1000 }));
});
