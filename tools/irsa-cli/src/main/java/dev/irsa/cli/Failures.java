package dev.irsa.cli;

import dev.irsa.cli.internal.ExitCodes;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.doctor.internal.text.VisibleText;
import dev.irsa.doctor.report.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports an invalid command line in one line: the command, what was found, and where to look; and
 * why a command failed, in one message; with its option {@code --debug} also where.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final String DEBUG = "--debug";

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(VisibleText.line(name + ": " + text(failure) + "; see " + name + " --help"));
    err.flush();
    return ExitCodes.USAGE;
  }

  private static String text(ParameterException failure) {
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    return failure instanceof UnmatchedArgumentException unmatched
        ? message + suggestion(unmatched.getSuggestions())
        : message;
  }

  private static String suggestion(List<String> suggestions) {
    return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    err.println(VisibleText.lines("irsa: " + messageOf(failure)));
    if (command.getParseResult().hasMatchedOption(DEBUG)) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().map(Failures::visible).forEach(err::println);
    }
    err.flush();
    return failure instanceof InvalidInputException ? ExitCodes.USAGE : ExitCodes.FAILED;
  }

  private static String visible(String line) {
    return line.startsWith("\t")
        ? "\t" + VisibleText.line(line.substring(1))
        : VisibleText.line(line);
  }

  /**
   * Returns the message of the typed error in the chain of causes, if any, since it names the
   * origin and the fix. Otherwise returns the messages of the failure and its causes.
   */
  static String messageOf(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof CredentialsException || each instanceof InvalidInputException) {
        return String.valueOf(each.getMessage());
      }
    }
    return withCauses(failure);
  }

  private static String withCauses(Throwable failure) {
    StringBuilder message = new StringBuilder();
    Set<Throwable> seen = new HashSet<>();
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      String part = part(each);
      if (message.indexOf(part) < 0) {
        message.append(message.isEmpty() ? "" : ": ").append(part);
      }
    }
    return message.toString();
  }

  private static String part(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
