package dev.irsa.doctor.internal.file;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A path, the symbolic links on its way, and its end. Immutable.
 *
 * @param path the path as configured
 * @param links the links that were followed, in order
 * @param place where it ends, on this machine
 * @param end the kind of file at the end
 */
public record ResolvedPath(String path, List<Link> links, Path place, End end) {

  /** Copies the links. */
  public ResolvedPath {
    links = List.copyOf(links);
  }

  /**
   * A symbolic link.
   *
   * @param path its path as a process in the pod sees it
   * @param target its target as written
   */
  public record Link(String path, String target) {}

  /** The end of a path. */
  public enum End {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A pipe, socket or device. */
    OTHER,
    /** Nothing. */
    MISSING,
    /** Unknown, because a directory on the way cannot be entered. */
    DENIED,
    /** Links that lead to themselves. */
    LOOP,
    /** Unknown, because reading a link failed. */
    UNREADABLE
  }

  /** Returns whether a regular file is at the end. */
  public boolean isFile() {
    return end == End.FILE;
  }

  /** Returns whether the path leads through the link that kubelet swaps at each rotation. */
  public boolean leadsThroughKubeletsLink() {
    return links.stream().anyMatch(link -> link.path().endsWith("/..data"));
  }

  /** Returns whether the path itself is a link, or lies behind one that kubelet swaps. */
  public boolean endsInLinks() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return links.stream()
        .anyMatch(link -> link.path().endsWith("/" + name) || link.path().endsWith("/..data"));
  }

  /** Returns owner and permissions of the file at the end, or null if they are not known. */
  public @Nullable FileAccess access() {
    return FileAccess.of(place);
  }

  /** Returns the path in words: each link with its target, and the owner of the file. */
  public String describe() {
    FileAccess access = access();
    String followed =
        links.stream()
            .map(link -> link.path() + " -> " + link.target())
            .collect(Collectors.joining(", "));
    String file = access == null ? "" : "file " + access;
    return followed.isEmpty() ? file : file.isEmpty() ? followed : followed + ", " + file;
  }
}
