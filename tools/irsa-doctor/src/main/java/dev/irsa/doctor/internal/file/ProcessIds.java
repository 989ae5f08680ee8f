package dev.irsa.doctor.internal.file;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user and the groups of a process. Immutable.
 *
 * @param uid the effective user
 * @param gid the effective group
 * @param groups the supplementary groups
 */
public record ProcessIds(int uid, int gid, Set<Integer> groups) {

  /** Copies the groups. */
  public ProcessIds {
    groups = Set.copyOf(groups);
  }

  /**
   * Returns the ids of the examined process, or null if they are not known. The second id in {@code
   * /proc/<pid>/status} is the effective one, see proc_pid_status(5).
   */
  public static @Nullable ProcessIds of(FileTree files) {
    List<String> status = files.procFile("status");
    List<Integer> uids = ids(status, "Uid:");
    List<Integer> gids = ids(status, "Gid:");
    return uids.size() < 2 || gids.size() < 2
        ? null
        : new ProcessIds(uids.get(1), gids.get(1), Set.copyOf(ids(status, "Groups:")));
  }

  private static List<Integer> ids(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .flatMap(line -> Stream.of(line.substring(name.length()).split("\\s+", -1)))
        .filter(id -> id.matches("\\d{1,10}"))
        // Ids are unsigned 32-bit numbers; attributes of files have them as int as well.
        .map(id -> (int) Long.parseLong(id))
        .toList();
  }

  @Override
  public String toString() {
    return "uid " + uid + ", gid " + gid + (groups.isEmpty() ? "" : ", groups " + groups);
  }
}
