package dev.irsa.bench.measurement;

import java.nio.file.Path;
import java.util.List;

/** The archive with which a JVM starts: classes that an earlier run has loaded. */
enum Archive {
  /** Only the JDK's own archive, the default. */
  NONE("", ""),
  /** An archive of the application's classes, JDK 13 and later. */
  APP_CDS("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
  /** A cache of loaded and linked classes and profiles, JDK 25 and later. */
  AOT("-XX:AOTCacheOutput=", "-XX:AOTCache=");

  private final String create;
  private final String use;

  Archive(String create, String use) {
    this.create = create;
    this.use = use;
  }

  List<String> creating(Path file) {
    return List.of(create + file);
  }

  List<String> using(Path file) {
    return List.of(use + file);
  }
}
