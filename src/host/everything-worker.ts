/** A thread that reads a member's own records out of a data folder. */
import { exportMember } from './member-export.ts';
import { reportOf } from './thread-report.ts';

await reportOf(async ({ folder, member }: { readonly folder: string; readonly member: string }, say: (part: number) => void) => await exportMember(folder, member, say));
