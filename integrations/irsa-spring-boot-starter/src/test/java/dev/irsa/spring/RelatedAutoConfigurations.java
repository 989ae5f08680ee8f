package dev.irsa.spring;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Imports the auto-configurations that ours are related to, in the order of Spring Boot. A start
 * with all of the class path takes four times as long.
 */
final class RelatedAutoConfigurations extends AutoConfigurationImportSelector {
  private static final Pattern RELATED =
      Pattern.compile(
          "dev\\.irsa\\..*|io\\.awspring\\.cloud\\.autoconfigure\\.core\\..*"
              + "|org\\.springframework\\.boot\\..*\\.(ConfigurationProperties|PropertyPlaceholder"
              + "|(Web)?Endpoint|Health(Contributor|Endpoint)"
              + "|Metrics|CompositeMeterRegistry|SimpleMetricsExport)AutoConfiguration");

  @Override
  protected List<String> getCandidateConfigurations(
      AnnotationMetadata metadata, AnnotationAttributes attributes) {
    return super.getCandidateConfigurations(metadata, attributes).stream()
        .filter(name -> RELATED.matcher(name).matches())
        .toList();
  }

  /** As of an annotation that excludes nothing. */
  @Override
  protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
    return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
  }
}
