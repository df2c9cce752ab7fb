package dev.culvert.clusters.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gives tests a cluster: declare a parameter of type {@code TestCluster}, {@code EmbeddedCluster} or {@code RealCluster}. */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface WithCluster {
    /** Which cluster a parameter of type {@code TestCluster} gets. */
    Choice value() default Choice.ANY;

    /** Which cluster. */
    enum Choice {
        /** The real one when it is configured, the embedded one otherwise. */
        ANY,
        /** The embedded one, whatever is configured. */
        EMBEDDED,
        /** The real one; the test is disabled, with the reason, when none is configured. */
        REAL
    }
}
