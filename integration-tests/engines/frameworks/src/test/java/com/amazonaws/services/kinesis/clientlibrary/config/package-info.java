/** A door to a class of the Kinesis Client Library that is not public. */
@NullMarked
package com.amazonaws.services.kinesis.clientlibrary.config;

import org.jspecify.annotations.NullMarked;
