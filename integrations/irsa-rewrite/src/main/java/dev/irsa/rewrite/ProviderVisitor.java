package dev.irsa.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.ExecutionContext;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.RemoveImport;
import org.openrewrite.java.marker.JavaVersion;
import org.openrewrite.java.tree.Comment;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Javadoc;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;
import org.openrewrite.java.tree.TextComment;
import org.openrewrite.marker.Markers;

/** Replaces one class of provider in a Java source. A visitor serves one source after the other. */
final class ProviderVisitor extends JavaVisitor<ExecutionContext> {

  private static final List<String> PERHAPS_UNUSED =
      List.of(
          "java.nio.file.Files",
          "software.amazon.awssdk.services.sts.StsClient",
          "software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest",
          "com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder");

  private static final int OLDEST_JAVA = 17;

  private final String provider;
  private final String simpleName;
  private final Target target;
  private final Replacement replacement;
  private final Map<String, String> names;

  /** Why something stays, by the statement that it is in. */
  private final Map<UUID, String> reasons = new HashMap<>();

  private boolean isForOlderJava;
  private boolean isQualified;
  private boolean hasReplaced;
  private boolean isMentioned;

  ProviderVisitor(String provider, Replacement replacement, Map<String, String> names) {
    this.provider = provider;
    this.simpleName = JavaType.ShallowClass.build(provider).getClassName();
    this.target = new Target(provider);
    this.replacement = replacement;
    this.names = names;
  }

  @Override
  public J visitCompilationUnit(J.CompilationUnit source, ExecutionContext context) {
    reasons.clear();
    hasReplaced = false;
    isMentioned = false;
    isForOlderJava =
        source
            .getMarkers()
            .findFirst(JavaVersion.class)
            .filter(version -> version.getMajorReleaseVersion() < OLDEST_JAVA)
            .isPresent();
    isQualified = source.getImports().stream().anyMatch(this::isTaken);
    J replaced = super.visitCompilationUnit(source, context);
    new Mentions().visit(replaced, context);
    if (hasReplaced && !isMentioned) {
      doAfterVisit(new RemoveImport<>(provider, true));
    }
    return new Comments().visitNonNull(replaced, context);
  }

  /** Returns whether another class has the name of the replacement. */
  private boolean isTaken(J.Import imported) {
    String name = JavaType.ShallowClass.build(replacement.type()).getClassName();
    return !imported.isStatic()
        && imported.getClassName().equals(name)
        && !imported.getTypeName().equals(replacement.type());
  }

  @Override
  public J visitMethodInvocation(J.MethodInvocation call, ExecutionContext context) {
    return replaced((Expression) super.visitMethodInvocation(call, context));
  }

  @Override
  public J visitNewClass(J.NewClass made, ExecutionContext context) {
    return replaced((Expression) super.visitNewClass(made, context));
  }

  private Expression replaced(Expression expression) {
    Creation creation = Creation.of(expression, provider);
    if (creation == null) {
      return expression;
    }
    Settings settings = Settings.of(creation, names);
    String problem = isForOlderJava ? "irsa needs Java 17" : settings.problem();
    problem = problem == null ? target.problem(getCursor()) : problem;
    if (problem != null) {
      keep(getCursor(), problem);
      return expression;
    }
    hasReplaced = true;
    if (!isQualified) {
      maybeAddImport(replacement.type(), null, false);
    }
    maybeAddImport("java.nio.file.Path");
    maybeAddImport("java.time.Duration");
    PERHAPS_UNUSED.forEach(this::maybeRemoveImport);
    return replacement.create(settings.list(), expression, isQualified);
  }

  @Override
  public J visitVariableDeclarations(J.VariableDeclarations declared, ExecutionContext context) {
    J.VariableDeclarations after =
        (J.VariableDeclarations) super.visitVariableDeclarations(declared, context);
    return after.getTypeExpression() instanceof J.Identifier type
            && type.getSimpleName().equals(simpleName)
            && after.getVariables().stream().allMatch(this::isReplaced)
        ? after.withTypeExpression(
            Replacement.identifier(JavaType.ShallowClass.build(replacement.type()))
                .withPrefix(type.getPrefix()))
        : after;
  }

  private boolean isReplaced(J.VariableDeclarations.NamedVariable variable) {
    Expression value = variable.getInitializer();
    return value instanceof J.MethodInvocation call
        && call.getMethodType() != null
        && call.getMethodType()
            .getDeclaringType()
            .getFullyQualifiedName()
            .startsWith(replacement.type());
  }

  private void keep(Cursor place, String reason) {
    Cursor at = place;
    while (!(at.getValue() instanceof Statement && isBody(at.getParentTreeCursor().getValue()))) {
      at = at.getParentTreeCursor();
    }
    reasons.putIfAbsent(((J) at.getValue()).getId(), reason);
  }

  private static boolean isBody(Object tree) {
    return tree instanceof J.Block || tree instanceof J.Case || tree instanceof J.CompilationUnit;
  }

  /** Finds what still names the provider. */
  private final class Mentions extends JavaVisitor<ExecutionContext> {

    @Override
    public J visitImport(J.Import imported, ExecutionContext context) {
      return imported;
    }

    @Override
    public J visitIdentifier(J.Identifier name, ExecutionContext context) {
      if (name.getSimpleName().equals(simpleName) && target.isProvider(name.getType())) {
        isMentioned = true;
        if (getCursor().firstEnclosing(Javadoc.class) == null) {
          keep(getCursor(), reason(getCursor().getParentTreeCursor().getValue()));
        }
      }
      return name;
    }

    private String reason(@Nullable Object parent) {
      if (parent instanceof J.ClassDeclaration) {
        return "a class extends it";
      }
      return parent instanceof J.NewClass made && made.getBody() != null
          ? "a class extends it"
          : "other code may need this type";
    }
  }

  /** Writes the reasons above the statements. */
  private final class Comments extends JavaVisitor<ExecutionContext> {

    @Override
    public J visitStatement(Statement statement, ExecutionContext context) {
      String reason = reasons.get(statement.getId());
      return reason == null
          ? statement
          : statement.withPrefix(
              commented(
                  statement.getPrefix(),
                  " TODO irsa: " + simpleName + " stays, because " + reason + "."));
    }

    private Space commented(Space prefix, String text) {
      for (Comment comment : prefix.getComments()) {
        if (comment instanceof TextComment old && old.getText().equals(text)) {
          return prefix;
        }
      }
      String indent = prefix.getLastWhitespace();
      TextComment comment =
          new TextComment(false, text, indent.contains("\n") ? indent : "\n", Markers.EMPTY);
      return prefix.withComments(ListUtils.concat(prefix.getComments(), comment));
    }
  }
}
