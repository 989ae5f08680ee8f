package dev.irsa.doctor.internal.pod;

/**
 * Owner and permissions of a file. Immutable.
 *
 * @param mode the permission bits, 0 to 07777
 * @param uid the owner
 * @param gid the group
 */
public record FileAccess(int mode, int uid, int gid) {

  /** Returns whether a process may read the file, by the rules of POSIX. */
  public boolean isReadableBy(ProcessIds process) {
    if (process.uid() == 0) {
      return true;
    }
    if (process.uid() == uid) {
      return (mode & 0400) != 0;
    }
    boolean inGroup = process.gid() == gid || process.groups().contains(gid);
    return (mode & (inGroup ? 0040 : 0004)) != 0;
  }

  @Override
  public String toString() {
    return "mode %04o, uid %d, gid %d".formatted(mode, uid, gid);
  }
}
