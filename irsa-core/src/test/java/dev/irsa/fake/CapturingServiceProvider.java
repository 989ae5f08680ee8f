package dev.irsa.fake;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Binds SLF4J to {@link CapturedLogs}. Discards everything unless capturing is active. */
public final class CapturingServiceProvider implements SLF4JServiceProvider {

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  @Override
  public ILoggerFactory getLoggerFactory() {
    return CapturingLogger::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class CapturingLogger extends LegacyAbstractLogger implements Logger {
    private static final long serialVersionUID = 1L;

    private CapturingLogger(String name) {
      this.name = name;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
      StringWriter line = new StringWriter();
      line.write(level + " " + name + " ");
      line.write(MessageFormatter.arrayFormat(message, arguments).getMessage());
      if (thrown != null) {
        thrown.printStackTrace(new PrintWriter(line, true));
      }
      CapturedLogs.add(line.toString());
    }

    @Override
    public boolean isTraceEnabled() {
      return CapturedLogs.isOpen();
    }

    @Override
    public boolean isDebugEnabled() {
      return CapturedLogs.isOpen();
    }

    @Override
    public boolean isInfoEnabled() {
      return CapturedLogs.isOpen();
    }

    @Override
    public boolean isWarnEnabled() {
      return CapturedLogs.isOpen();
    }

    @Override
    public boolean isErrorEnabled() {
      return CapturedLogs.isOpen();
    }
  }
}
