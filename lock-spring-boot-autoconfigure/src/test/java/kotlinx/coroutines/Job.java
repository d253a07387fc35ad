package kotlinx.coroutines;

/**
 * Has nothing but its name.
 */
public interface Job {

}
