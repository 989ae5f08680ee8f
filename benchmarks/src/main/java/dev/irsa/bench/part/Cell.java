package dev.irsa.bench.part;

import dev.irsa.bench.Jdk;

/**
 * A combination of settings in which every variant is measured.
 *
 * @param jdk the JDK
 * @param processor the processor share
 * @param archive the archive
 * @param rounds the number of runs of each variant
 * @param source where the credentials come from
 */
record Cell(Jdk jdk, Processor processor, Archive archive, int rounds, CredentialsSource source) {

  /** Creates a combination with credentials from STS. */
  Cell(Jdk jdk, Processor processor, Archive archive, int rounds) {
    this(jdk, processor, archive, rounds, CredentialsSource.WEB_IDENTITY);
  }

  /** Returns a copy with credentials from elsewhere. */
  Cell from(CredentialsSource other) {
    return new Cell(jdk, processor, archive, rounds, other);
  }

  String title() {
    String with =
        switch (archive) {
          case NONE -> "";
          case APP_CDS -> ", AppCDS";
          case AOT -> ", AOT cache";
        };
    return "JDK " + jdk.feature() + ", " + processor.title() + with;
  }
}
