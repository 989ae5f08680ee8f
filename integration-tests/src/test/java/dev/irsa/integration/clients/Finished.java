package dev.irsa.integration.clients;

/**
 * What a program left when it ended.
 *
 * @param exitCode 0 for success
 * @param out what it wrote to its standard output
 * @param errors what it wrote to its standard error
 */
record Finished(int exitCode, String out, String errors) {

  boolean succeeded() {
    return exitCode == 0;
  }
}
