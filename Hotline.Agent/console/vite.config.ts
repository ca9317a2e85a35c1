import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const agent = process.env['HOTLINE_AGENT'] ?? 'http://localhost:5090'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    sourcemap: false,
    reportCompressedSize: false,
    target: 'es2022',
    // antd is one chunk on purpose: every page needs most of it, and it changes only with its version.
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next)\// },
            { name: 'signalr', test: /node_modules\/@microsoft\/signalr/ },
            { name: 'antd', test: /node_modules\/(antd|@ant-design|@rc-component|rc-|@emotion|dayjs)/ },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': agent,
      '/openapi': agent,
      '/hub': { target: agent, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // A busy machine takes its time; a test that hangs is still ended.
    testTimeout: 60_000,
  },
})
