package dev.irsa.rewrite;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Option;
import org.openrewrite.Preconditions;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.search.UsesType;

/**
 * Replaces the creation of one of the SDKs' credentials providers. What cannot be replaced gets a
 * comment that says why. Immutable; {@code META-INF/rewrite/irsa.yml} has one for each provider.
 */
public final class ReplaceProvider extends Recipe {

  @Option(
      displayName = "Provider",
      description = "The class of the SDK.",
      example = "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider")
  private final String provider;

  @Option(
      displayName = "Replacement",
      description = "The class that takes its place.",
      example = "dev.irsa.sdk.v2.IrsaCredentialsProvider")
  private final String replacement;

  @Option(
      displayName = "Factory",
      description = "The static method of the replacement that needs no options.",
      example = "create")
  private final String factory;

  @Option(
      displayName = "Options",
      description =
          "The options of the provider's builder that can be replaced: `name` if the replacement has the same, "
              + "`name=other` if it has another name there, `name=` if the replacement needs none, and `name=*` if "
              + "the argument is a request with options of its own. Arguments of the builder's constructor are "
              + "called 1, 2 and so on.",
      example = "roleSessionDuration=sessionDuration",
      required = false)
  private final @Nullable List<String> options;

  /** Creates a recipe, as OpenRewrite does from YAML. */
  public ReplaceProvider(
      String provider, String replacement, String factory, @Nullable List<String> options) {
    this.provider = provider;
    this.replacement = replacement;
    this.factory = factory;
    this.options = options;
  }

  @Override
  public String getDisplayName() {
    return "Replace a credentials provider of an AWS SDK";
  }

  @Override
  public String getDescription() {
    return "Replaces the creation of a credentials provider, or says in a comment why it stays.";
  }

  /** Adding the dependency looks for what this recipe has written. */
  @Override
  public boolean causesAnotherCycle() {
    return true;
  }

  @Override
  public TreeVisitor<?, ExecutionContext> getVisitor() {
    return Preconditions.check(
        new UsesType<>(provider, false),
        new ProviderVisitor(
            provider,
            new Replacement(replacement, factory),
            names(options == null ? List.of() : options)));
  }

  private static Map<String, String> names(List<String> options) {
    return options.stream()
        .map(option -> option.split("=", -1))
        .collect(toUnmodifiableMap(option -> option[0], option -> option[option.length - 1]));
  }
}
