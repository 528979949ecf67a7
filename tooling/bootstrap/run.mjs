/**
 * `npm start`, `npm test` and every other root script enter here: set up whatever is missing, then run the job.
 * Nothing in this folder has a dependency, and this file parses on any Node that knows modules, so that an old one
 * gets a sentence instead of a syntax error.
 */
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`This needs Node 20 or newer; this is Node ${process.versions.node}. Get one from https://nodejs.org`);
  process.exit(1);
}
import('./main.mjs').then(({ main }) => main(process.argv.slice(2)));
