package dev.irsa.doctor.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file tree, examined as if its root were {@code /}. Links are followed inside it, even absolute
 * ones. Immutable.
 */
public final class FileTree {

  private static final int MAX_LINKS = 40;
  private static final int MAX_PROC_BYTES = 4 << 20;
  private static final int MAX_LINE = 1 << 10;
  private static final Pattern ROOT_OF_PROCESS = Pattern.compile("(/proc/\\d+)/root");

  private final Path root;

  /**
   * Creates a tree.
   *
   * @param root the directory that a process in the pod sees as {@code /}
   */
  public FileTree(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Returns the root. */
  public Path root() {
    return root;
  }

  /** Returns whether this is the whole tree of this process. */
  public boolean isWhole() {
    return root.getParent() == null;
  }

  /** Returns where a path leads to. Relative paths begin at the root. */
  public ResolvedPath follow(String path) {
    List<ResolvedPath.Link> links = new ArrayList<>();
    Deque<String> ahead = new ArrayDeque<>();
    push(ahead, path);
    Path place = root;
    try {
      while (!ahead.isEmpty()) {
        String name = ahead.pop();
        if (name.equals("..")) {
          place = place.equals(root) ? root : place.resolve("..").normalize();
          continue;
        }
        Path next = place.resolve(name);
        if (!Files.isSymbolicLink(next)) {
          place = next;
          continue;
        }
        String target = Files.readSymbolicLink(next).toString();
        links.add(new ResolvedPath.Link(inside(next), target));
        if (links.size() > MAX_LINKS) {
          return new ResolvedPath(path, links, next, ResolvedPath.End.LOOP);
        }
        place = target.startsWith("/") ? root : place;
        push(ahead, target);
      }
      return new ResolvedPath(path, links, place, end(place));
    } catch (InvalidPathException e) {
      return new ResolvedPath(path, links, place, ResolvedPath.End.MISSING);
    } catch (AccessDeniedException e) {
      return new ResolvedPath(path, links, place, ResolvedPath.End.DENIED);
    } catch (IOException e) {
      return new ResolvedPath(path, links, place, ResolvedPath.End.UNREADABLE);
    }
  }

  private static void push(Deque<String> ahead, String path) {
    String[] names = path.split("/", -1);
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].isEmpty() && !names[i].equals(".")) {
        ahead.push(names[i]);
      }
    }
  }

  private static ResolvedPath.End end(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      return ResolvedPath.End.FILE;
    }
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return Files.isDirectory(place) ? ResolvedPath.End.DIRECTORY : ResolvedPath.End.OTHER;
    }
    if (!Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new AccessDeniedException(place.toString());
    }
    return ResolvedPath.End.MISSING;
  }

  /**
   * Returns the lines of a file in {@code /proc} about the examined process, or an empty list if it
   * cannot be read. The examined process is another one if the root is {@code /proc/<pid>/root}.
   */
  List<String> procFile(String name) {
    Matcher other = ROOT_OF_PROCESS.matcher(root.toString());
    Path directory = other.matches() ? Path.of(other.group(1)) : root.resolve("proc/self");
    byte[] content = BoundedFile.optional(directory.resolve(name), MAX_PROC_BYTES);
    return content == null ? List.of() : new String(content, UTF_8).lines().toList();
  }

  /** Returns the beginning of a file, up to the limit; null if it cannot be read. */
  public @Nullable String text(String path, int mostBytes) {
    ResolvedPath resolved = follow(path);
    byte[] content = resolved.isFile() ? BoundedFile.optional(resolved.place(), mostBytes) : null;
    return content == null ? null : new String(content, UTF_8);
  }

  /** Returns the first line of a short file, or null if it cannot be read, or is empty. */
  public @Nullable String firstLine(String path) {
    String text = text(path, MAX_LINE);
    return text == null ? null : text.lines().findFirst().map(String::strip).orElse(null);
  }

  /** Returns a path as a process in the pod sees it. */
  public String inside(Path path) {
    return "/" + root.relativize(path);
  }

  /** Returns a text in which paths below the root are those that the pod sees. */
  public String hideRoot(String text) {
    return isWhole() ? text : text.replace(root + "/", "/");
  }

  @Override
  public String toString() {
    return "FileTree[" + root + "]";
  }
}
