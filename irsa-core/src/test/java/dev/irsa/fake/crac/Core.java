package dev.irsa.fake.crac;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** As in {@code jdk.crac}; holds its resources weakly, like the original. */
public final class Core {

  private static final List<WeakReference<Resource>> RESOURCES = new ArrayList<>();

  private static final Context<Resource> GLOBAL =
      new Context<>() {
        @Override
        public void register(Resource resource) {
          RESOURCES.add(new WeakReference<>(resource));
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
          for (WeakReference<Resource> each : RESOURCES) {
            Resource resource = each.get();
            if (resource != null) {
              resource.beforeCheckpoint(this);
            }
          }
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) throws Exception {
          for (WeakReference<Resource> each : RESOURCES) {
            Resource resource = each.get();
            if (resource != null) {
              resource.afterRestore(this);
            }
          }
        }
      };

  private Core() {}

  public static Context<Resource> getGlobalContext() {
    return GLOBAL;
  }

  /** Calls the resources as before a freeze and after a restore. */
  public static void checkpointRestore() throws Exception {
    GLOBAL.beforeCheckpoint(GLOBAL);
    GLOBAL.afterRestore(GLOBAL);
  }
}
