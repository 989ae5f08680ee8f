package dev.irsa.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Gives each start the place for the credentials of its imports, and closes them if it fails: an
 * import that fails leaves no application that could do it.
 */
final class ImportCredentialsListener implements ApplicationListener<SpringApplicationEvent> {

  private @Nullable ImportCredentials current;

  @Override
  public void onApplicationEvent(SpringApplicationEvent event) {
    if (event instanceof ApplicationStartingEvent) {
      ImportCredentials started = new ImportCredentials();
      current = started;
      Bootstrap.of(event).registerIfAbsent(ImportCredentials.class, () -> started);
    } else if (event instanceof ApplicationFailedEvent && current != null) {
      current.close();
    }
  }
}
