/** Access to a package-private class of the Kinesis Client Library. */
@NullMarked
package com.amazonaws.services.kinesis.clientlibrary.config;

import org.jspecify.annotations.NullMarked;
