package dev.irsa.cli;

/** What the command's exit codes mean. */
public final class ExitCodes {

  /** All went as asked. */
  public static final int OK = 0;

  /** There are no credentials, a claim did not hold, or something failed; stderr says why. */
  public static final int FAILED = 1;

  /** The command line was wrong. */
  public static final int USAGE = 2;

  private ExitCodes() {}
}
