package dev.irsa.cli;

import dev.irsa.cli.internal.CommandContext;
import picocli.CommandLine;

/** The doctor alone: the main class of a jar small enough to be copied into a pod. */
final class Doctor {
  private Doctor() {}

  /** Runs {@code irsa doctor} and exits the process with its exit code. */
  public static void main(String[] arguments) {
    CommandContext context = CommandContext.ofProcess();
    System.exit(
        Irsa.configured(new CommandLine(new DoctorCommand(context)), context).execute(arguments));
  }
}
