package dev.irsa.bench.part;

import dev.irsa.bench.Jdk;

/**
 * A combination of settings in which every variant is measured.
 *
 * @param jdk the JDK
 * @param processor the processor share
 * @param archive the archive
 * @param rounds the number of runs of each variant
 */
record Cell(Jdk jdk, Processor processor, Archive archive, int rounds) {

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
