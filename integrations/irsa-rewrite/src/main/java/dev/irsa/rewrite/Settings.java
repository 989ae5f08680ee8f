package dev.irsa.rewrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.MethodMatcher;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** The settings of a replacement, from the options of the provider. Collects the first problem. */
final class Settings {

  /** What becomes of an option whose argument is a request with options of its own. */
  private static final String REQUEST = "*";

  /** What becomes of an option that the replacement does not need. */
  private static final String NEEDLESS = "";

  private static final String TOKEN_FILE = "webIdentityTokenFile";
  private static final String DURATION = "sessionDuration";
  private static final MethodMatcher READ_STRING =
      new MethodMatcher("java.nio.file.Files read*(..)");
  private static final Set<String> STRIPPING = Set.of("trim", "strip");

  private final Map<String, String> names;
  private final List<Setting> settings = new ArrayList<>();
  private @Nullable String problem;

  /**
   * @param call the call of the SDK's builder, null if this was an argument of its constructor
   */
  record Setting(String name, Expression argument, J.@Nullable MethodInvocation call) {}

  private Settings(Map<String, String> names) {
    this.names = names;
  }

  static Settings of(Creation creation, Map<String, String> names) {
    Settings settings = new Settings(names);
    for (int i = 0; i < creation.arguments().size(); i++) {
      settings.add(String.valueOf(i + 1), creation.arguments().get(i), null);
    }
    creation.options().forEach(settings::add);
    return settings;
  }

  List<Setting> list() {
    return settings;
  }

  /** Returns why the settings cannot be had, null if they can. */
  @Nullable String problem() {
    return problem;
  }

  private void add(J.MethodInvocation call) {
    add(call.getSimpleName(), call.getArguments().get(0), call);
  }

  private void add(String option, Expression argument, J.@Nullable MethodInvocation call) {
    if (isClientWithDefaults(argument)) {
      return; // The library calls STS itself.
    }
    String name = names.get(option);
    if (name == null) {
      problem = "its option " + option + " has no counterpart";
    } else if (name.equals(REQUEST)) {
      addAll(argument);
    } else if (!name.equals(NEEDLESS)) {
      Expression converted = converted(name, option, argument);
      settings.add(new Setting(name, converted, call));
    }
  }

  private static boolean isClientWithDefaults(Expression argument) {
    JavaType.FullyQualified type = TypeUtils.asFullyQualified(argument.getType());
    if (type == null || !(argument instanceof J.MethodInvocation call)) {
      return false;
    }
    boolean isClient = Set.of("StsClient", "AWSSecurityTokenService").contains(type.getClassName());
    boolean isPlain =
        isOfSdk(call, "create", "defaultClient")
            || (call.getSelect() instanceof J.MethodInvocation builder
                && isOfSdk(builder, "builder", "standard"));
    return isClient && isPlain;
  }

  /** Returns whether a call is one of a method of the SDK: applications have such methods, too. */
  private static boolean isOfSdk(J.MethodInvocation call, String... names) {
    JavaType.Method method = call.getMethodType();
    return method != null
        && List.of(names).contains(call.getSimpleName())
        && method
            .getDeclaringType()
            .getFullyQualifiedName()
            .matches("(software\\.amazon\\.awssdk|com\\.amazonaws)\\..*");
  }

  /** Adds the options of a request: a lambda, or a builder that is used on the spot. */
  private void addAll(Expression request) {
    J rest = request instanceof J.Lambda lambda ? result(lambda) : request;
    Deque<J.MethodInvocation> options = new ArrayDeque<>();
    while (rest instanceof J.MethodInvocation call
        && call.getSelect() != null
        && !call.getSimpleName().equals("builder")) {
      if (!call.getSimpleName().equals("build")) {
        options.addFirst(call);
      }
      rest = call.getSelect();
    }
    boolean isOnTheSpot =
        rest instanceof J.Identifier name
            ? request instanceof J.Lambda given && isParameter(name, given)
            : rest instanceof J.MethodInvocation start && start.getSelect() != null;
    if (!isOnTheSpot) {
      problem = "its request is made elsewhere";
    }
    options.forEach(this::add);
  }

  /** Returns whether a name is that of what a lambda is given, and not of a request beside it. */
  private static boolean isParameter(J.Identifier name, J.Lambda lambda) {
    return lambda.getParameters().getParameters().stream()
        .filter(J.VariableDeclarations.class::isInstance)
        .flatMap(each -> ((J.VariableDeclarations) each).getVariables().stream())
        .anyMatch(each -> each.getSimpleName().equals(name.getSimpleName()));
  }

  private static J result(J.Lambda lambda) {
    if (!(lambda.getBody() instanceof J.Block block) || block.getStatements().size() != 1) {
      return lambda.getBody();
    }
    J only = block.getStatements().get(0);
    return only instanceof J.Return end && end.getExpression() != null ? end.getExpression() : only;
  }

  /** Converts an argument to the type that the setting has. */
  private Expression converted(String name, String option, Expression argument) {
    if (name.equals(DURATION)
        && !TypeUtils.isOfClassType(argument.getType(), "java.time.Duration")) {
      return Replacement.call("java.time.Duration", "ofSeconds", argument);
    }
    if (!name.equals(TOKEN_FILE) || !TypeUtils.isString(argument.getType())) {
      return argument;
    }
    if (!option.equals("webIdentityToken")) {
      return Replacement.call("java.nio.file.Path", "of", argument);
    }
    Expression file = fileThatIsRead(argument);
    if (file == null) {
      problem = "its token is not read from a file on the spot";
      return argument;
    }
    return file;
  }

  private static @Nullable Expression fileThatIsRead(Expression text) {
    if (text instanceof J.MethodInvocation call) {
      if (STRIPPING.contains(call.getSimpleName()) && call.getSelect() != null) {
        return fileThatIsRead(call.getSelect());
      }
      return READ_STRING.matches(call) ? call.getArguments().get(0) : null;
    }
    return text instanceof J.NewClass made && !made.getArguments().isEmpty()
        ? fileThatIsRead(made.getArguments().get(0))
        : null;
  }
}
