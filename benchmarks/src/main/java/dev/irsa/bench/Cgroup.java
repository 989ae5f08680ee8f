package dev.irsa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A control group limited to a quarter of a core, like a pod with a CPU limit of 250m. */
public final class Cgroup implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String QUOTA = "25000";
  private static final String PERIOD = "100000";

  private final @Nullable Path directory;
  private final String reason;

  private Cgroup(@Nullable Path directory, String reason) {
    this.directory = directory;
    this.reason = reason;
  }

  /**
   * Creates a control group of version 2 or 1. If that is not possible, the result has the reason.
   */
  public static Cgroup quarterCore() {
    String name = "irsa-benchmarks-" + ProcessHandle.current().pid();
    try {
      if (Files.exists(ROOT.resolve("cgroup.controllers"))) {
        Path group = Files.createDirectory(ROOT.resolve(name));
        Files.writeString(group.resolve("cpu.max"), QUOTA + " " + PERIOD);
        return new Cgroup(group, "");
      }
      Path first = ROOT.resolve("cpu");
      if (Files.isDirectory(first)) {
        Path group = Files.createDirectory(first.resolve(name));
        Files.writeString(group.resolve("cpu.cfs_period_us"), PERIOD);
        Files.writeString(group.resolve("cpu.cfs_quota_us"), QUOTA);
        return new Cgroup(group, "");
      }
      return new Cgroup(null, "found no cgroup with a cpu controller under " + ROOT);
    } catch (IOException refused) {
      return new Cgroup(null, "not permitted to create a cgroup with a CPU quota: " + refused);
    }
  }

  /** Returns the file that process ids are written to; null if there is no group. */
  public @Nullable Path processes() {
    return directory == null ? null : directory.resolve("cgroup.procs");
  }

  /** Returns the reason why there is no group. */
  public String reason() {
    return reason;
  }

  @Override
  public void close() {
    if (directory != null) {
      // Removed with rmdir: the files in a control group cannot be deleted individually.
      if (!directory.toFile().delete()) {
        System.err.println("could not remove " + directory);
      }
    }
  }
}
