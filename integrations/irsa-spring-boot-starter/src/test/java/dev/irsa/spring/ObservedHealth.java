package dev.irsa.spring;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * What Actuator reads, by the types of the Spring Boot on the class path.
 *
 * @param details the details, or the health of the parts of a composite
 */
record ObservedHealth(String status, Map<String, Object> details) {

  private static final boolean IS_BOOT_4 =
      ClassUtils.isPresent(
          "org.springframework.boot.health.contributor.Health",
          ObservedHealth.class.getClassLoader());

  /** Reads the health of the component {@code irsa}. */
  static ObservedHealth of(ApplicationContext context) {
    Object contributor = context.getBean("irsaHealthContributor");
    return IS_BOOT_4 ? Boot4.read(contributor) : Boot3.read(contributor);
  }

  String detail(String name) {
    return String.valueOf(details.get(name));
  }

  private static final class Boot3 {
    static ObservedHealth read(Object contributor) {
      if (contributor instanceof org.springframework.boot.actuate.health.HealthIndicator one) {
        var health = one.health();
        return new ObservedHealth(health.getStatus().getCode(), health.getDetails());
      }
      Map<String, Object> parts = new TreeMap<>();
      ((org.springframework.boot.actuate.health.CompositeHealthContributor) contributor)
          .forEach(part -> parts.put(part.getName(), read(part.getContributor())));
      return new ObservedHealth("composite", parts);
    }
  }

  private static final class Boot4 {
    static ObservedHealth read(Object contributor) {
      if (contributor instanceof org.springframework.boot.health.contributor.HealthIndicator one) {
        var health = one.health();
        return new ObservedHealth(health.getStatus().getCode(), health.getDetails());
      }
      Map<String, Object> parts = new TreeMap<>();
      ((org.springframework.boot.health.contributor.CompositeHealthContributor) contributor)
          .forEach(part -> parts.put(part.name(), read(part.contributor())));
      return new ObservedHealth("composite", parts);
    }
  }
}
