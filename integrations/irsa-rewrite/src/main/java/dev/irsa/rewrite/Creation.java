package dev.irsa.rewrite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.TypeUtils;

/**
 * An expression that creates a provider.
 *
 * @param arguments those of the builder's constructor
 * @param options the calls of the builder, in their order
 */
record Creation(List<Expression> arguments, List<J.MethodInvocation> options) {

  private static final Creation PLAIN = new Creation(List.of(), List.of());
  private static final Set<String> FACTORIES = Set.of("create", "getInstance");

  /** Returns the creation that an expression is, null if it is another expression. */
  static @Nullable Creation of(J expression, String provider) {
    if (expression instanceof J.NewClass made) {
      boolean isPlain = made.getBody() == null && withoutEmpty(made.getArguments()).isEmpty();
      return isPlain && TypeUtils.isOfClassType(made.getType(), provider) ? PLAIN : null;
    }
    if (!(expression instanceof J.MethodInvocation call)) {
      return null;
    }
    if (FACTORIES.contains(call.getSimpleName())) {
      return isStatic(call, provider) && withoutEmpty(call.getArguments()).isEmpty() ? PLAIN : null;
    }
    return call.getSimpleName().equals("build") ? built(call.getSelect(), provider) : null;
  }

  private static @Nullable Creation built(@Nullable Expression builder, String provider) {
    Deque<J.MethodInvocation> options = new ArrayDeque<>();
    Expression rest = builder;
    while (rest instanceof J.MethodInvocation call) {
      if (call.getSimpleName().equals("builder") && isStatic(call, provider)) {
        return new Creation(List.of(), List.copyOf(options));
      }
      options.addFirst(call);
      rest = call.getSelect();
    }
    return rest instanceof J.NewClass made
            && TypeUtils.isOfClassType(made.getType(), provider + "$Builder")
        ? new Creation(withoutEmpty(made.getArguments()), List.copyOf(options))
        : null;
  }

  private static boolean isStatic(J.MethodInvocation call, String provider) {
    JavaType.Method method = call.getMethodType();
    return method != null && TypeUtils.isOfClassType(method.getDeclaringType(), provider);
  }

  /** OpenRewrite has an empty expression between parentheses without arguments. */
  private static List<Expression> withoutEmpty(List<Expression> arguments) {
    return arguments.stream().filter(argument -> !(argument instanceof J.Empty)).toList();
  }
}
