/** Access to what the Kinesis multilang daemon makes of its properties. */
@NullMarked
package software.amazon.kinesis.multilang.config;

import org.jspecify.annotations.NullMarked;
