package dev.irsa.bench.part;

import java.nio.file.Path;
import java.util.List;

/** The archive with which a JVM starts: classes that an earlier run has loaded. */
enum Archive {
  /** Only the JDK's own archive, the default. */
  NONE,
  /** An archive of the application's classes, JDK 13 and later. */
  APP_CDS,
  /** A cache of loaded and linked classes and profiles, JDK 25 and later. */
  AOT;

  List<String> creating(Path file) {
    return switch (this) {
      case NONE -> List.of();
      case APP_CDS -> List.of("-XX:ArchiveClassesAtExit=" + file);
      case AOT -> List.of("-XX:AOTCacheOutput=" + file);
    };
  }

  List<String> using(Path file) {
    return switch (this) {
      case NONE -> List.of();
      case APP_CDS -> List.of("-XX:SharedArchiveFile=" + file);
      case AOT -> List.of("-XX:AOTCache=" + file);
    };
  }
}
