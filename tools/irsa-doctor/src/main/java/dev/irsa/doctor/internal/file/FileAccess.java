package dev.irsa.doctor.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Owner and permissions of a file. Immutable.
 *
 * @param mode the permission bits, 0 to 07777
 * @param uid the owner
 * @param gid the group
 */
public record FileAccess(int mode, int uid, int gid) {

  /** Returns owner and permissions of a file or directory, or null if they are not known. */
  public static @Nullable FileAccess of(Path file) {
    try {
      Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid,gid");
      return new FileAccess(
          number(attributes, "mode") & 07777, number(attributes, "uid"), number(attributes, "gid"));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (Integer) Objects.requireNonNull(attributes.get(name));
  }

  /** Returns whether a process may read the file, by the rules of POSIX. */
  public boolean isReadableBy(ProcessIds process) {
    return permits(process, 0004);
  }

  /** Returns whether a process may enter the directory. */
  public boolean isEnteredBy(ProcessIds process) {
    return permits(process, 0001);
  }

  private boolean permits(ProcessIds process, int bit) {
    if (process.uid() == 0) {
      return true;
    }
    boolean inGroup = process.gid() == gid || process.groups().contains(gid);
    int shift = process.uid() == uid ? 6 : inGroup ? 3 : 0;
    return (mode & (bit << shift)) != 0;
  }

  @Override
  public String toString() {
    return "mode %04o, uid %d, gid %d".formatted(mode, uid, gid);
  }
}
