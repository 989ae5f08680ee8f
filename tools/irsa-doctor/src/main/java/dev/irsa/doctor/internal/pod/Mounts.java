package dev.irsa.doctor.internal.pod;

import java.util.Comparator;

/** The mounts of the examined process. */
final class Mounts {

  private static final int ROOT_FIELD = 3;
  private static final int POINT_FIELD = 4;

  private Mounts() {}

  /**
   * Returns whether kubelet mounted a part of a volume at a path, which is never updated. The
   * format is that of {@code /proc/<pid>/mountinfo}, see proc_pid_mountinfo(5).
   */
  static boolean isSubPath(FileTree files, String path) {
    return files.procFile("mountinfo").stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > POINT_FIELD)
        .filter(fields -> contains(unescaped(fields[POINT_FIELD]), path))
        .max(Comparator.comparingInt(fields -> unescaped(fields[POINT_FIELD]).length()))
        .filter(fields -> fields[ROOT_FIELD].contains("/volume-subpaths/"))
        .isPresent();
  }

  private static boolean contains(String point, String path) {
    return path.equals(point) || point.equals("/") || path.startsWith(point + "/");
  }

  private static String unescaped(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
