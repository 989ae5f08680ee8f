package dev.irsa.rewrite;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Cursor;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/** Where a provider goes, and whether one of another class may go there. */
record Target(String provider) {

  private static final String DECLARED = "something else is declared with this type";
  private static final Set<String> COMMON_METHODS =
      Set.of("resolveCredentials", "resolveIdentity", "getCredentials", "refresh", "close");

  /** Returns why an expression must keep its type, null if it need not. */
  @Nullable String problem(Cursor expression) {
    Cursor above = expression.getParentTreeCursor();
    return above.getValue() instanceof J.VariableDeclarations.NamedVariable variable
            && isProvider(variable.getType())
        ? problemOfVariable(above, variable)
        : problemOfUse(expression);
  }

  private @Nullable String problemOfUse(Cursor expression) {
    Cursor above = expression.getParentTreeCursor();
    Object parent = above.getValue();
    if (parent instanceof J.Parentheses || parent instanceof J.Ternary) {
      return problemOfUse(above);
    }
    if (parent instanceof J.MethodInvocation call) {
      return call.getSelect() == expression.getValue()
          ? problemOfCall(call.getSimpleName())
          : problemOfArgument(call.getMethodType(), call.getArguments(), expression.getValue());
    }
    if (parent instanceof J.NewClass made) {
      return problemOfArgument(
          made.getConstructorType(), made.getArguments(), expression.getValue());
    }
    return parent instanceof J.Block ? null : isProviderWantedBy(above) ? DECLARED : null;
  }

  private static @Nullable String problemOfCall(String method) {
    return COMMON_METHODS.contains(method) ? null : "its method " + method + " is called";
  }

  private @Nullable String problemOfArgument(
      JavaType.@Nullable Method method, List<Expression> arguments, Object argument) {
    if (method == null) {
      return "the type of what takes it is unknown";
    }
    String owner = method.getDeclaringType().getFullyQualifiedName();
    if (owner.matches(".*\\.A(ws|WS)CredentialsProviderChain(\\$.*)?")) {
      return "the chain would go on to another identity if the pod's role cannot be had; "
          + "IrsaCredentialsProviderChain does not";
    }
    int last = method.getParameterTypes().size() - 1;
    int place = 0;
    while (arguments.get(place) != argument) {
      place++;
    }
    return last < 0 || names(method.getParameterTypes().get(Math.min(place, last)))
        ? DECLARED
        : null;
  }

  private boolean isProviderWantedBy(Cursor above) {
    Object parent = above.getValue();
    if (parent instanceof J.VariableDeclarations.NamedVariable variable) {
      return isProvider(variable.getType());
    }
    if (parent instanceof J.Assignment assignment) {
      return isProvider(assignment.getVariable().getType());
    }
    if (parent instanceof J.TypeCast cast) {
      return isProvider(cast.getType());
    }
    if (parent instanceof J.Lambda lambda) {
      return names(lambda.getType());
    }
    if (parent instanceof J.Return) {
      Object owner =
          above
              .dropParentUntil(
                  tree -> tree instanceof J.MethodDeclaration || tree instanceof J.Lambda)
              .getValue();
      return owner instanceof J.MethodDeclaration method
          ? method.getReturnTypeExpression() == null
              || names(method.getReturnTypeExpression().getType())
          : names(((J.Lambda) owner).getType());
    }
    return true;
  }

  /** A variable that nobody else sees may change its type, if all of its uses may. */
  private @Nullable String problemOfVariable(
      Cursor cursor, J.VariableDeclarations.NamedVariable variable) {
    Cursor declarations = cursor.getParentTreeCursor();
    J.VariableDeclarations declared = declarations.getValue();
    Cursor block = declarations.dropParentUntil(tree -> tree instanceof J.Block);
    boolean isField = block.getParentTreeCursor().getValue() instanceof J.ClassDeclaration;
    if (declared.getVariables().size() > 1
        || (isField && !declared.hasModifier(J.Modifier.Type.Private))) {
      return DECLARED;
    }
    Cursor scope = isField ? block.dropParentUntil(J.CompilationUnit.class::isInstance) : block;
    Uses uses = new Uses(variable);
    uses.visit((J) scope.getValue(), 0, scope.getParentOrThrow());
    return uses.problem;
  }

  /** Looks at each use of a variable. */
  private final class Uses extends JavaIsoVisitor<Integer> {

    private final J.VariableDeclarations.NamedVariable variable;
    private @Nullable String problem;

    Uses(J.VariableDeclarations.NamedVariable variable) {
      this.variable = variable;
    }

    @Override
    public J.Identifier visitIdentifier(J.Identifier name, Integer unused) {
      if (name.getSimpleName().equals(variable.getSimpleName()) && isProvider(name.getType())) {
        Cursor above = getCursor().getParentTreeCursor();
        Object parent = above.getValue();
        boolean isQualified =
            parent instanceof J.FieldAccess access && access.getName().equals(name);
        boolean isDeclared =
            parent instanceof J.VariableDeclarations.NamedVariable other
                && other.getName().equals(name);
        String found = isDeclared ? null : problemOfUse(isQualified ? above : getCursor());
        problem = found == null ? problem : found;
      }
      return name;
    }
  }

  boolean isProvider(@Nullable JavaType type) {
    return TypeUtils.isOfClassType(type, provider);
  }

  private boolean names(@Nullable JavaType type) {
    return type == null
        || isProvider(type)
        || (type instanceof JavaType.Parameterized generic
            && generic.getTypeParameters().stream().anyMatch(this::names))
        || (type instanceof JavaType.Array array && names(array.getElemType()));
  }
}
