package dev.irsa.doctor.internal.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  /** Returns the ids of the examined process, or null if they are not known. */
  public static @Nullable ProcessIds of(FileTree files) {
    try {
      return parse(Files.readAllLines(files.procFiles().resolve("status")));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Parses {@code /proc/<pid>/status}; see proc_pid_status(5). The second id is the effective. */
  static @Nullable ProcessIds parse(List<String> status) {
    Integer uid = null;
    Integer gid = null;
    Set<Integer> groups = new LinkedHashSet<>();
    for (String line : status) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields[0].equals("Uid:")) {
        uid = Integer.valueOf(fields[2]);
      } else if (fields[0].equals("Gid:")) {
        gid = Integer.valueOf(fields[2]);
      } else if (fields[0].equals("Groups:")) {
        for (int i = 1; i < fields.length; i++) {
          groups.add(Integer.valueOf(fields[i]));
        }
      }
    }
    return uid == null || gid == null ? null : new ProcessIds(uid, gid, groups);
  }

  @Override
  public String toString() {
    return "uid " + uid + ", gid " + gid + (groups.isEmpty() ? "" : ", groups " + groups);
  }
}
