package dev.irsa.rewrite;

import static java.util.Collections.emptyList;
import static java.util.Collections.singletonList;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openrewrite.Tree;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.Flag;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JContainer;
import org.openrewrite.java.tree.JRightPadded;
import org.openrewrite.java.tree.JavaType;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.TypeTree;
import org.openrewrite.marker.Markers;

/**
 * Writes expressions with a class of ours.
 *
 * @param type the class
 * @param factory its static method that needs no settings
 */
record Replacement(String type, String factory) {

  /**
   * Returns an expression that creates a provider. What remains of the SDK's builder keeps its
   * white space.
   */
  Expression create(List<Settings.Setting> settings, Expression replaced, boolean isQualified) {
    JavaType.FullyQualified provider = JavaType.ShallowClass.build(type);
    Expression name = isQualified ? qualified(type) : identifier(provider);
    if (settings.isEmpty()) {
      return call(name, provider, factory, provider, null).withPrefix(replaced.getPrefix());
    }
    JavaType.FullyQualified builder = JavaType.ShallowClass.build(type + "$Builder");
    J.MethodInvocation made = call(name, provider, "builder", builder, null);
    for (Settings.Setting setting : settings) {
      J.MethodInvocation call =
          call(made, builder, setting.name(), builder, setting.argument().withPrefix(Space.EMPTY));
      made = setting.call() == null ? call : spaced(call, setting.call());
    }
    J.MethodInvocation build = call(made, builder, "build", provider, null);
    return (replaced instanceof J.MethodInvocation old ? spaced(build, old) : build)
        .withPrefix(replaced.getPrefix());
  }

  /** Puts the white space around the dot of another call around that of this one. */
  private static J.MethodInvocation spaced(J.MethodInvocation call, J.MethodInvocation as) {
    JRightPadded<Expression> select = as.getPadding().getSelect();
    Expression before = call.getSelect();
    return select == null || before == null
        ? call
        : call.getPadding().withSelect(select.withElement(before));
  }

  /** Returns a call of a static method of a class of the JDK. */
  static J.MethodInvocation call(String type, String method, Expression argument) {
    JavaType.FullyQualified owner = JavaType.ShallowClass.build(type);
    return call(identifier(owner), owner, method, owner, argument.withPrefix(Space.EMPTY));
  }

  private static J.MethodInvocation call(
      Expression select,
      JavaType.FullyQualified owner,
      String name,
      JavaType result,
      @Nullable Expression argument) {
    JavaType.Method type =
        new JavaType.Method(
            null,
            Flag.Public.getBitMask(),
            owner,
            name,
            result,
            argument == null ? emptyList() : singletonList("argument"),
            argument == null ? emptyList() : singletonList(argument.getType()),
            emptyList(),
            emptyList(),
            emptyList(),
            emptyList());
    Expression inside =
        argument == null ? new J.Empty(Tree.randomId(), Space.EMPTY, Markers.EMPTY) : argument;
    return new J.MethodInvocation(
        Tree.randomId(),
        Space.EMPTY,
        Markers.EMPTY,
        JRightPadded.build(select),
        null,
        new J.Identifier(
            Tree.randomId(), Space.EMPTY, Markers.EMPTY, emptyList(), name, type, null),
        JContainer.build(singletonList(JRightPadded.build(inside))),
        type);
  }

  static J.Identifier identifier(JavaType.FullyQualified type) {
    return new J.Identifier(
        Tree.randomId(), Space.EMPTY, Markers.EMPTY, emptyList(), type.getClassName(), type, null);
  }

  private static Expression qualified(String type) {
    return TypeTree.<J.FieldAccess>build(type).withType(JavaType.ShallowClass.build(type));
  }
}
