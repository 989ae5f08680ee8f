package dev.irsa.doctor.internal.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of the examined process. Immutable.
 *
 * @param mounts all mounts; empty if they are not known
 */
public record Mounts(List<Mount> mounts) {

  private static final int ROOT_FIELD = 3;
  private static final int POINT_FIELD = 4;

  /** Copies the list. */
  public Mounts {
    mounts = List.copyOf(mounts);
  }

  /**
   * A mount.
   *
   * @param point where it is mounted
   * @param source the directory or file of the file system that is mounted there
   */
  public record Mount(String point, String source) {

    /** Returns whether kubelet mounted a part of a volume, which is never updated. */
    public boolean isSubPath() {
      return source.contains("/volume-subpaths/");
    }

    private boolean contains(String path) {
      return path.equals(point) || point.equals("/") || path.startsWith(point + "/");
    }
  }

  /** Returns the mounts of the examined process. */
  public static Mounts of(FileTree files) {
    try {
      return parse(Files.readAllLines(files.procFiles().resolve("mountinfo")));
    } catch (IOException | RuntimeException e) {
      return new Mounts(List.of());
    }
  }

  /** Parses {@code /proc/<pid>/mountinfo}; see proc_pid_mountinfo(5). */
  static Mounts parse(List<String> lines) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      if (fields.length > POINT_FIELD) {
        mounts.add(new Mount(unescaped(fields[POINT_FIELD]), unescaped(fields[ROOT_FIELD])));
      }
    }
    return new Mounts(mounts);
  }

  private static String unescaped(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  /** Returns the mount that contains a path, or null if it is not known. */
  public @Nullable Mount containing(String path) {
    return mounts.stream()
        .filter(mount -> mount.contains(path))
        .max(Comparator.comparingInt(mount -> mount.point().length()))
        .orElse(null);
  }
}
