// Testing Library gives up after a second, which a busy machine can need for a first render.
import { configure } from '@testing-library/dom';
configure({ asyncUtilTimeout: 20_000 });
