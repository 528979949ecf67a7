// Every library, packed and installed alone in an empty project, runs its README on every Node line.
import { fetchNode, nodeVersions } from './node-versions.ts';
import { packLibraries } from './pack.ts';
import { installAlone, runOn } from './project.ts';

const libraries = await packLibraries();
const binaries = await Promise.all(nodeVersions.map(fetchNode));

for (const library of libraries) {
  const project = await installAlone(library, libraries);
  for (const [index, version] of nodeVersions.entries()) {
    await runOn(binaries[index] ?? '', project);
    console.log(`${library.name} alone on Node ${version}: ok`);
  }
}
