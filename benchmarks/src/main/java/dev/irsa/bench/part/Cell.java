package dev.irsa.bench.part;

import dev.irsa.bench.Jdk;

/**
 * One combination that every variant is measured in.
 *
 * @param jdk the JDK
 * @param processor how much processor
 * @param archive what is loaded already
 * @param rounds how often each variant runs
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
