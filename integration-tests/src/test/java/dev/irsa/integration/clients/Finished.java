package dev.irsa.integration.clients;

/**
 * The result of a program that has ended.
 *
 * @param exitCode 0 for success
 * @param out its standard output
 * @param errors its standard error
 */
record Finished(int exitCode, String out, String errors) {

  boolean succeeded() {
    return exitCode == 0;
  }
}
