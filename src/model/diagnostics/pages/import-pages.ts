import type { importProblems } from '../import-problems.ts';
import type { Page } from './page.ts';

/** The pages of what import cannot take over as it stands. */
export const importPages = {
  'import-unreadable': {
    means: 'A file that was given with --from is of a kind that import reads, and breaks off in the middle.',
    matters: 'Half a file would give half of its connectors, and nobody would notice.',
    remedy: 'Mend it at the place that is named, or leave it out.',
  },
  'import-part-unreadable': {
    means: 'A script sends something that mentions "connector.class", and it cannot be read as JSON.',
    matters:
      'Scripts often build JSON out of variables; what they make of it is known when they run, not before.',
    remedy: 'Write the connector file by hand, or import the live connector.',
  },
  'import-no-connectors': {
    means: 'A file that was given with --from holds no connector that import can see.',
    matters: 'What it describes will be missing.',
    remedy: 'Leave it out, or bring it into one of the forms that the README names.',
  },
  'import-name-from-file': {
    means: 'A bare configuration does not say what its connector is called.',
    matters: 'A connector that runs under another name would be created a second time.',
    remedy: 'Compare with  connect-sync list, and rename the connector file where the two differ.',
  },
  'import-invalid-name': {
    means: 'The connector has a name that some workers cannot find again by its URL.',
    matters: 'What cannot be reached can be neither changed nor deleted by its file.',
    remedy: 'Create it anew under another name and move its offsets, or go on without a file.',
  },
  'import-name-mismatch': {
    means: 'The configuration of the connector holds another "name" than the one it runs under.',
    matters: 'A connector file has one name, and a plan would never be empty.',
    remedy: 'Send its configuration once with the right name.',
  },
  'import-duplicate': {
    means: 'Two of the files describe a connector of the same name in different ways.',
    matters: 'Only one of them can be right.',
    remedy: 'Leave the wrong one out of --from.',
  },
  'import-nested-value': {
    means: 'A value of the configuration is an object or a list.',
    matters: 'Kafka Connect refuses such a configuration as a whole.',
    remedy: 'Write its keys flat, with dots between them.',
  },
  'import-null-value': {
    means: 'A key of the configuration has the value null.',
    matters: 'Kafka Connect treats it as if it were not there, and so does import.',
    remedy: 'Nothing is to be done.',
  },
  'import-masked-value': {
    means: 'The worker or the service that runs it shows a run of asterisks in place of the value.',
    matters: 'Written to the cluster, the asterisks would become the password.',
    remedy: 'Set the variable that is named to the real value.',
  },
  'import-secret-not-saved': {
    means: 'A secret holds quotes of every kind, and a dotenv file knows no escape for them.',
    matters: 'The variable has no value when the files are read.',
    remedy: 'Set it in the environment.',
  },
  'import-shell-expansion': {
    means: 'A script puts the output of a command, a default or an unknown variable into the value.',
    matters: 'The connector gets what the shell makes of it, and the file now says what the script says.',
    remedy: 'Put in its place what is meant: the value itself, ${env.NAME} or ${var.NAME}.',
  },
  'import-not-owned': {
    means: 'The project says which names it owns, and this connector is none of them.',
    matters: 'A file for it would be an error.',
    remedy: 'Extend ownership.names if the connector belongs to this repository.',
  },
  'import-file-exists': {
    means: 'Another file lies where the connector file would be written.',
    matters: 'Import overwrites nothing.',
    remedy: 'Rename or remove that file, or name another folder with --out.',
  },
  'import-not-updated': {
    means:
      'The connector has a file already, written in a way that import cannot change without touching the rest.',
    matters: 'The file and the cluster go on differing.',
    remedy: 'Change the file by hand; connect-sync plan shows what differs.',
  },
  'import-not-written': {
    means: 'Something of the connector cannot stand in a connector file.',
    matters: 'A file with an error stops every plan of its project.',
    remedy: 'Change the connector where it runs, or keep it out of the repository.',
  },
  'import-not-split': {
    means: 'What the connectors of a class share was not moved into defaults.',
    matters: 'A default would reach connectors that were not imported, or not read back the same.',
    remedy: 'Write the default by hand if it is meant for all of them.',
  },
  'import-folder-not-covered': {
    means: 'The connector files were written into a folder that the project file does not name.',
    matters: 'Plan and apply do not see them.',
    remedy: 'Add the folder to  connectors:  of the project file.',
  },
} satisfies Record<keyof typeof importProblems, Page>;
