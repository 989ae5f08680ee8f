package dev.irsa.internal.guard;

import java.lang.StackWalker.StackFrame;
import java.util.List;

/** The code that calls a client: a report has to say which of many clients it is about. */
final class CallingCode {

  /** The SDKs, which may be under another name. */
  private static final List<String> SDKS = List.of("awssdk.", "com.amazonaws.", "io.netty.");

  /** What else stands between a client's caller and the guard. */
  private static final List<String> OTHERS =
      List.of("dev.irsa.internal.", "dev.irsa.sdk.", "dev.irsa.agent.", "java.", "jdk.", "sun.");

  private CallingCode() {}

  /**
   * Returns the first frame on the stack of this thread that belongs to neither an SDK nor this
   * library, for messages. Empty if there is none: an asynchronous client may sign on a thread of
   * its own.
   */
  static String find() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !isBetween(frame.getClassName()))
                    .findFirst()
                    .map(CallingCode::text))
        .orElse("");
  }

  private static boolean isBetween(String type) {
    return SDKS.stream().anyMatch(type::contains) || OTHERS.stream().anyMatch(type::startsWith);
  }

  private static String text(StackFrame frame) {
    return "; called by "
        + frame.getClassName()
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
