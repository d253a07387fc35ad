package kotlinx.coroutines.flow;

/**
 * Has nothing but its name.
 */
public interface Flow {

}
