package dev.irsa.internal.concurrent;

/**
 * Makes a call on a nearly full stack fail before it has changed anything. A {@link
 * StackOverflowError} may be thrown at the beginning of any method, also in the middle of an
 * insertion into the queue of the loop's thread, which it then corrupts. Therefore the room for
 * that is tried out once in each call, where it enters. Takes a fifth of a microsecond, and is not
 * on the path of callers who are served credentials from memory.
 *
 * <p>The first call at each door needs more room, because it initializes classes: one whose
 * initialization fails is broken for as long as the JVM lives, be it of this library or of the JDK.
 * Therefore neither this class nor those that have doors have static initializers.
 */
public final class StackSpace {

  /**
   * Twice what a call needs: with 30, {@code StackOverflowTest} failed in one of ten runs, with 25
   * in six.
   */
  private static final int FRAMES = 64;

  /**
   * 55 kB if it is compiled, 137 kB if not. A first call needs 28 kB, most of it to load classes;
   * with two thirds of this, a first call of the adapters' guard failed once on JDK 25.
   */
  private static final int FIRST_FRAMES = 450;

  /** What is entered, in the handle of a session and its views. */
  public static final int CREDENTIALS = 0;

  public static final int FUTURE = 3;
  public static final int EARLY_START = 6;
  public static final int SESSION = 9;
  public static final int CLOSE = 12;
  public static final int VIEW = 15;

  /** What is entered elsewhere. */
  public static final int BUILDER = 18;

  public static final int BUILD = 19;
  public static final int DISCARD = 20;
  public static final int INVALIDATE = 21;
  public static final int PUBLISH = 22;

  /** What is entered in the adapters: of SDK 2.x, and plus 1 of SDK 1.x. */
  public static final int PROVIDER = 23;

  public static final int PROVIDER_WITH_SETTINGS = 25;
  public static final int CHAIN = 27;
  public static final int PROVIDER_OF_FRAMEWORK = 29;
  public static final int ASK = 31;
  public static final int ASK_LATER = 33;
  public static final int ASK_CHAIN = 35;
  public static final int ASK_CHAIN_LATER = 37;
  public static final int REFRESH = 39;
  public static final int DERIVE = 41;
  public static final int SIGNED = 43;
  public static final int RESPONSE = 45;
  public static final int FAILURE = 47;

  /** What both adapters enter. */
  public static final int SETTINGS = 49;

  public static final int SETTINGS_AMONG_OTHERS = 50;
  public static final int GUARD = 51;

  /** What the classes of the agent beside an SDK enter. */
  public static final int AGENT = 52;

  /**
   * The doors that were entered with enough room. A field without a value at first, which needs no
   * initializer. Not volatile: a thread that sees it late requires more than it needs.
   */
  private static long entered;

  private StackSpace() {}

  /**
   * Requires the room for a call.
   *
   * @param door one of the constants, in a view plus 1, or plus 2 if it is chained
   * @throws StackOverflowError if there is less
   */
  public static void require(int door) {
    if (!isFirst(door)) {
      require();
    }
  }

  /**
   * Requires the room for a call that classes may make while they are initialized.
   *
   * @throws StackOverflowError if there is less
   */
  public static void require() {
    var unused = descend(FRAMES, 1, 2, 3, 4, 5, 6);
  }

  /**
   * Requires the room for a first call, if this is one: enough where nothing shared is changed.
   *
   * @throws StackOverflowError if there is less
   */
  public static void requireForFirst(int door) {
    var unused = isFirst(door);
  }

  /** Returns whether this is a first call, for which there is room. */
  private static boolean isFirst(int door) {
    long bit = 1L << door;
    if ((entered & bit) != 0) {
      return false;
    }
    var unused = descendFar(FIRST_FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    entered |= bit;
    return true;
  }

  /** Uses its arguments after the call, so that compiled code also keeps them on the stack. */
  private static long descend(int frames, long a, long b, long c, long d, long e, long f) {
    if (frames == 0) {
      return a;
    }
    return descend(frames - 1, b, c, d, e, f, a) + a + b + c + d + e + f;
  }

  /** As {@link #descend} with larger frames, which differ less in size once they are compiled. */
  private static long descendFar(
      int frames,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l) {
    if (frames == 0) {
      return a;
    }
    long deeper =
        descendFar(
            frames - 1,
            b + 1,
            c + 1,
            d + 1,
            e + 1,
            f + 1,
            g + 1,
            h + 1,
            i + 1,
            j + 1,
            k + 1,
            l + 1,
            a + 1);
    return deeper + a + b + c + d + e + f + g + h + i + j + k + l;
  }
}
